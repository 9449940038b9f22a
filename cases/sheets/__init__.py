"""Categories, filing standards and the dispatch catalogue as spreadsheets."""

from cases.sheets.catalogue import CatalogueSheet
from cases.sheets.categories import CategorySheet
from cases.sheets.standards import StandardSheet
from organizations.sheets.sheet import Sheet

SHEETS: tuple[Sheet, ...] = (CategorySheet(), StandardSheet(), CatalogueSheet())
