"""Rules that change move the running clocks: counted beforehand for whoever asks, then done by a job.

What was met or missed stays as it was judged. The same pure function stands behind the preview and the job.
"""
