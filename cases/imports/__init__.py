"""Orders from files: `mappings` say what the columns mean, `import_orders` brings the rows in."""
