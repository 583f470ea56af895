"""Who decides: roles, rights by area, and the trail that cannot be changed unnoticed."""
