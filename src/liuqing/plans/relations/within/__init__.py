"""What must agree within one paragraph, or one item with its following lines: ``local.find`` is the door."""
