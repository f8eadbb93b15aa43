/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door of analysis/: how text becomes terms, the same for indexer, query and snippet, and what an index is made of. */
#ifndef ANALYSIS_ANALYSIS_H
#define ANALYSIS_ANALYSIS_H

#include "analysis/analyser.h"
#include "analysis/generation.h"
#include "analysis/glossary.h"
#include "analysis/lexicon.h"
#include "analysis/manifest.h"
#include "analysis/record.h"
#include "analysis/schema.h"
#include "analysis/vocabulary.h"

#endif
