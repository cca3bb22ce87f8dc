"""The words that rules ask for: keys, lexicons, types, agencies, places, numbers, dates."""
