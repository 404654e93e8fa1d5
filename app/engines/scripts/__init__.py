"""Writing systems: Simplified and Traditional Chinese, by OpenCC's tables."""
