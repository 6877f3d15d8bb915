"""The live preview: the handbook in a browser, as it is being written.

One process reads the pages, keeps what it has read, and writes anew what a change shows in. Another
watches the files, serves the site to this machine and tells the browser. So the site can be read
while a part of it is made, and a build that goes wrong ends nothing.
"""
