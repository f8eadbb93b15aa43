/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door of http/: the daemon that answers over HTTP. Its parts, in the order in which main() uses them. */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "http/sandbox.h"
#include "http/server.h"
#include "http/settings.h"
#include "http/sockets.h"
#include "http/systemd.h"

#endif
