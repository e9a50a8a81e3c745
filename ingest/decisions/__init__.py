"""What each item ended with: outcome, who decided, what was recommended, what is to happen."""
