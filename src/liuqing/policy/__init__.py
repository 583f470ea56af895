"""What the law and the plans say: facts, dated numbers, rules. No database, no engine, no screen."""
