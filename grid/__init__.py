"""WHERE: district, streets, communities, unit grids, gazetteer, locate(point or words)."""
