"""What the plans that are written from the record say (规划): of a village, a township, the county."""
