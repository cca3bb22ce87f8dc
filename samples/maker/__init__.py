"""The workshop that makes the sample documents from their texts: markup, typesetting, painting, damage, truth."""
