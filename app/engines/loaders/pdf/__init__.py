"""PDF, through PDFium."""
