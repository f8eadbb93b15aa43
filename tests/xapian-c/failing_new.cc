/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "failing_new.h"

#include <cstdlib>
#include <new>

extern "C" {
void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
const char *__lsan_default_suppressions(void);
}

/* libxapian 1.4 holds some of its things by bare pointers and loses them when memory runs out. Ours are not among them. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libxapian.so";
}

namespace
{

thread_local long left; /* until it fails; 0: none does */
thread_local bool came;

bool fails_now()
{
    if (left == 0 || --left > 0)
        return false;
    came = true;
    return true;
}

} // namespace

void fail_allocation(long nth)
{
    left = nth;
    came = false;
}

bool stop_failing(void)
{
    left = 0;
    return came;
}

void *__wrap_malloc(size_t size)
{
    return fails_now() ? nullptr : __real_malloc(size);
}

void *operator new(size_t size)
{
    void *at = fails_now() ? nullptr : __real_malloc(size ? size : 1);
    if (!at)
        throw std::bad_alloc();
    return at;
}

void operator delete(void *at) noexcept
{
    std::free(at);
}

void operator delete(void *at, size_t) noexcept
{
    std::free(at);
}

void *operator new[](size_t size)
{
    return operator new(size);
}

void operator delete[](void *at) noexcept
{
    std::free(at);
}

void operator delete[](void *at, size_t) noexcept
{
    std::free(at);
}
