"""What people see: real browsers on a real server, never on the database."""
