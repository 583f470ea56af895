"""From lines to paragraphs and sections, whatever the format was: mending, joining, marks, headings, outline."""
