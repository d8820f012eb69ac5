"""The other views of the board's data, beside the canvas. Each gets a bridge to the open document and knows no other.

A view is a `View` with a line in `ui.view_stack.VIEWS`; it is made when it is first looked at.
"""
