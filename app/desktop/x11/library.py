"""libxcb as ctypes sees it: the functions that are called, with their types. Knows nothing of what they are good for.

Layouts: xproto.h and xcbext.h of libxcb, the XTEST extension protocol (minor opcode 2).
"""

from __future__ import annotations

import ctypes
import ctypes.util
from typing import Any


class Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class Iterator(ctypes.Structure):
    _fields_ = (("data", ctypes.c_void_p), ("rem", ctypes.c_int), ("index", ctypes.c_int))


class Extension(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("global_id", ctypes.c_int))


class ProtocolRequest(ctypes.Structure):
    _fields_ = (
        ("count", ctypes.c_size_t),
        ("extension", ctypes.POINTER(Extension)),
        ("opcode", ctypes.c_uint8),
        ("is_void", ctypes.c_uint8),
    )


class Piece(ctypes.Structure):
    """struct iovec"""

    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


_CONNECTION, _U8, _U16, _U32, _INT = ctypes.c_void_p, ctypes.c_uint8, ctypes.c_uint16, ctypes.c_uint32, ctypes.c_int
_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "xcb_connect": (_CONNECTION, (ctypes.c_char_p, ctypes.c_void_p)),
    "xcb_connection_has_error": (_INT, (_CONNECTION,)),
    "xcb_disconnect": (None, (_CONNECTION,)),
    "xcb_get_file_descriptor": (_INT, (_CONNECTION,)),
    "xcb_flush": (_INT, (_CONNECTION,)),
    "xcb_get_setup": (ctypes.c_void_p, (_CONNECTION,)),
    "xcb_setup_roots_iterator": (Iterator, (ctypes.c_void_p,)),
    "xcb_poll_for_event": (ctypes.c_void_p, (_CONNECTION,)),
    "xcb_request_check": (ctypes.c_void_p, (_CONNECTION, Cookie)),
    "xcb_grab_key_checked": (Cookie, (_CONNECTION, _U8, _U32, _U16, _U8, _U8, _U8)),
    "xcb_ungrab_key_checked": (Cookie, (_CONNECTION, _U8, _U32, _U16)),
    "xcb_get_keyboard_mapping": (Cookie, (_CONNECTION, _U8, _U8)),
    "xcb_get_keyboard_mapping_reply": (ctypes.c_void_p, (_CONNECTION, Cookie, ctypes.c_void_p)),
    "xcb_change_keyboard_mapping_checked": (Cookie, (_CONNECTION, _U8, _U8, _U8, ctypes.POINTER(_U32))),
    "xcb_get_modifier_mapping": (Cookie, (_CONNECTION,)),
    "xcb_get_modifier_mapping_reply": (ctypes.c_void_p, (_CONNECTION, Cookie, ctypes.c_void_p)),
    "xcb_query_keymap": (Cookie, (_CONNECTION,)),
    "xcb_query_keymap_reply": (ctypes.c_void_p, (_CONNECTION, Cookie, ctypes.c_void_p)),
    "xcb_get_input_focus": (Cookie, (_CONNECTION,)),
    "xcb_get_input_focus_reply": (ctypes.c_void_p, (_CONNECTION, Cookie, ctypes.c_void_p)),
    "xcb_query_tree": (Cookie, (_CONNECTION, _U32)),
    "xcb_query_tree_reply": (ctypes.c_void_p, (_CONNECTION, Cookie, ctypes.c_void_p)),
    "xcb_intern_atom": (Cookie, (_CONNECTION, _U8, _U16, ctypes.c_char_p)),
    "xcb_intern_atom_reply": (ctypes.c_void_p, (_CONNECTION, Cookie, ctypes.c_void_p)),
    "xcb_get_property": (Cookie, (_CONNECTION, _U8, _U32, _U32, _U32, _U32, _U32)),
    "xcb_get_property_reply": (ctypes.c_void_p, (_CONNECTION, Cookie, ctypes.c_void_p)),
    "xcb_get_selection_owner": (Cookie, (_CONNECTION, _U32)),
    "xcb_get_selection_owner_reply": (ctypes.c_void_p, (_CONNECTION, Cookie, ctypes.c_void_p)),
    "xcb_query_extension": (Cookie, (_CONNECTION, _U16, ctypes.c_char_p)),
    "xcb_query_extension_reply": (ctypes.c_void_p, (_CONNECTION, Cookie, ctypes.c_void_p)),
    "xcb_send_request": (ctypes.c_uint, (_CONNECTION, _INT, ctypes.POINTER(Piece), ctypes.POINTER(ProtocolRequest))),
}


def load() -> Any | None:
    """The library with every function typed; None where it is not there."""
    for name in ("libxcb.so.1", ctypes.util.find_library("xcb")):
        if not name:
            continue
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        for function, (result, arguments) in _SIGNATURES.items():
            getattr(library, function).restype = result
            getattr(library, function).argtypes = arguments
        return library
    return None


def free(pointer: int) -> None:
    """What libxcb hands out is freed by the C library."""
    libc = ctypes.CDLL(None)
    libc.free.argtypes, libc.free.restype = (ctypes.c_void_p,), None
    libc.free(pointer)
