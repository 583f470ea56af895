"""Contradictions planted for the flags (疑点), and innocent look-alikes that no flag may find.

A household that is planted in is planted in once, and nothing else of it is damaged or left blank: so
each flag has one reason. What only the register's cells say stands in ``shown`` of the person or
household and changes nobody's true facts; what a list says stands in ``said`` of the person.
"""
