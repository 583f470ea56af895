"""Reading a plan: a file in, a ``Document`` out, whatever the file is."""
