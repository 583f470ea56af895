"""Batches (发放批次): what the pages of payments to people show."""
