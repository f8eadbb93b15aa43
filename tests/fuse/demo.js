// The strictest that a box with Fuse can be: every page that has the typed letters anywhere is found.
var options = {ignoreLocation: true, threshold: 0, keys: ['title', 'section', 'summary', 'content']};
