"""Who works on the documents: an engine maps a picklable function over tasks, in any order, and survives a dead worker."""
