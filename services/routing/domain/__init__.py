"""What routing decides: who works where and when, and who takes a ticket."""
