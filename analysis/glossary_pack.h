/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a glossary is packed: how many concepts; for each its flags, how many terms, and each term's language and text.
 * Internal to analysis/. */
#ifndef ANALYSIS_GLOSSARY_PACK_H
#define ANALYSIS_GLOSSARY_PACK_H

#include "analysis/pack.h"

enum glossary_flag { GLOSSARY_ONE_WAY = 1, GLOSSARY_WHOLE_QUERY = 2 };

#endif
