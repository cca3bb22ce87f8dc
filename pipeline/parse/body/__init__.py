"""The sections: outline, numbers and ids, closing formula, appendices."""
