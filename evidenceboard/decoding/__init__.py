"""How foreign pictures are decoded: in processes of their own, with limits, never in the process of the window.

    wire       what goes through the pipes: a picture in, pixels or EXIF or a reason out
    pool       the processes: started when first needed, asked, ended; plain values only
    worker     what runs in such a process
    pictures   a picture scaled, by Qt; only for the worker
    exif       what the camera wrote, by Pillow; only for the worker

A picture that crashes its decoder, hangs it or asks for too much memory costs that process alone.
"""
