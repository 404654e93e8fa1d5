"""How the window looks: colours, sizes, fonts and icons. Nothing here knows what a page does."""
