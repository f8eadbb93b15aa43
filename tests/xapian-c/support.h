/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the binding's tests share: a folder that goes away, small documents, small trees. Trouble ends the test. */
#ifndef TESTS_XAPIAN_C_SUPPORT_H
#define TESTS_XAPIAN_C_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "xapian-c/xapian-c.h"

/* Length first: a NUL may be inside. */
#define BYTES(text) ((struct xapc_bytes){(text), sizeof(text) - 1})
struct xapc_bytes bytes(const char *text);
bool bytes_are(struct xapc_bytes, const char *text);

/* ok() shows err's text where a call failed; fails() demands the code and a piece of the text. */
#define ok(call) ((call) ? (void)0 : broken(&err, __FILE__, __LINE__))
#define fails(call, code, piece) fails_at((call), &err, (code), (piece), __FILE__, __LINE__)
_Noreturn void broken(const struct xapc_error *err, const char *file, int line);
void fails_at(bool done, const struct xapc_error *err, enum xapc_code code, const char *piece, const char *file,
              int line);

/* cmocka's setup and teardown: *state is the path of a new folder. */
int folder_make(void **state);
int folder_remove(void **state);
/* The path of name in it; lives until the test program ends. */
const char *in(void **state, const char *name);
void write_file(const char *path, const char *content);

/* A document whose data and unique term is `name`, whose words are `words` (blanks between; positions 1, 2, …; wdf 1
 * each), and whose values are slot 0 = `zero` and slot 1 = `one` where not NULL. */
uint32_t put(struct xapc_writer *, const char *name, const char *words, const char *zero, const char *one);

struct xapc_writer *writer_new(const char *path);
struct xapc_reader *reader_new(const char *path);
void commit(struct xapc_writer *);

/* Trees, freed by trees_free() all at once. */
struct xapc_query *term(const char *text);
struct xapc_query *tree(enum xapc_op, ...); /* kids, ended by NULL */
struct xapc_query *leaf(enum xapc_op);
void trees_free(void);

struct xapc_search search_for(const struct xapc_query *, uint32_t count);
struct xapc_hits *hits_of(struct xapc_reader *, const struct xapc_search *);
/* The data of all hits, blanks between: "a b"; yours. */
char *found(struct xapc_reader *, const struct xapc_query *);
void finds(struct xapc_reader *, const struct xapc_query *, const char *expected);
uint32_t documents(struct xapc_reader *);

#endif
