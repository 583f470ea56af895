"""What must agree between paragraphs and sections: each file with a ``find`` looks at the whole document."""
