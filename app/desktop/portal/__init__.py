"""The desktop portals of Wayland over D-Bus."""
