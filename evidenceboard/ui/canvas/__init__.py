"""The canvas: a widget that paints cards and edges from numpy columns and keeps the picture it painted.

`view` is the widget, `painting` draws at each level of detail (for the view, for export and for the talk),
`retained` keeps the picture and repairs it, `tools` are the gestures.
"""
