"""The panels around the canvas. Each gets a bridge to the open document and knows no other panel."""
