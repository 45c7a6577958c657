"""An archive of Chinese official notices (公文): the public library."""
