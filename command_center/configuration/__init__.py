"""配置情况: what of a district is set up and what is still missing."""
