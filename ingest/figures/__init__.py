"""Which figures minutes tell: amounts, counts, percentages and rates, with what they count."""
