"""The switchboard: settings, addresses, the door for the web server. Nothing else."""
