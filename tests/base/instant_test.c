/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/cmocka.h"

#include "base/base.h"

#define AMSTERDAM "Europe/Amsterdam"

struct reading {
    const char *text, *zone, *printed; /* printed NULL: no date */
};

static void check(const struct reading *readings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct instant instant;
        char out[INSTANT_TEXT_MAX] = "no date";
        if (instant_parse(span_of(readings[i].text), readings[i].zone, &instant))
            instant_print(instant, out);
        assert_int_equal(instant.known, readings[i].printed != NULL);
        assert_string_equal(out, readings[i].printed ? readings[i].printed : "no date");
    }
}

#define CHECK(readings) check(readings, sizeof(readings) / sizeof((readings)[0]))

static void what_hugo_takes_is_a_date(void **state)
{
    (void)state;
    static const struct reading readings[] = {
        {"2024-01-02", NULL, "2024-01-02T00:00:00Z"},
        {"2024-01-02 10:00:00", NULL, "2024-01-02T10:00:00Z"},
        {"2024-01-02T10:00:00", NULL, "2024-01-02T10:00:00Z"},
        {"2024-01-02T10:00:00Z", NULL, "2024-01-02T10:00:00Z"},
        {"2025-02-15T14:17:00.000Z", AMSTERDAM, "2025-02-15T14:17:00Z"},
        {"2024-01-02T10:00:00+02:00", NULL, "2024-01-02T10:00:00+02:00"},
        {"2024-01-02T10:00:00+0200", NULL, "2024-01-02T10:00:00+02:00"},
        {"2024-01-02 10:00:00 -0330", NULL, "2024-01-02T10:00:00-03:30"},
        {"2024-01-02 10:00:00 +02:00", NULL, "2024-01-02T10:00:00+02:00"},
        {"2024-01-02 10:00:00 +0100 CET", NULL, "2024-01-02T10:00:00+01:00"},
        {"Tue, 02 Jan 2024 10:00:00 +0100", NULL, "2024-01-02T10:00:00+01:00"},
        {"Tue, 02 Jan 2024 10:00:00 GMT", NULL, "2024-01-02T10:00:00Z"},
        {"Tuesday, 02-Jan-24 10:00:00 UTC", NULL, "2024-01-02T10:00:00Z"},
        {"02 Jan 24 10:00 +0100", NULL, "2024-01-02T10:00:00+01:00"},
        {"Tue Jan  2 10:00:00 2024", NULL, "2024-01-02T10:00:00Z"},
        {"02 Jan 2024", NULL, "2024-01-02T00:00:00Z"},
        {"1704189600", NULL, "2024-01-02T10:00:00Z"},
        {"-86400", NULL, "1969-12-31T00:00:00Z"},
        {"2024-02-29", NULL, "2024-02-29T00:00:00Z"},
        {"0001-01-01", NULL, "0001-01-01T00:00:00Z"},
        {"1900-03-01", NULL, "1900-03-01T00:00:00Z"},
    };
    CHECK(readings);
}

static void what_hugo_refuses_is_none(void **state)
{
    (void)state;
    static const struct reading readings[] = {
        {"2024-01-02T10:00", NULL, NULL},
        {"2024-01-02 10:00", NULL, NULL},
        {"Jan 2, 2024", NULL, NULL},
        {"2024/01/02", NULL, NULL},
        {"2024-1-2", NULL, NULL},
        {"2024-01", NULL, NULL},
        {"2024", NULL, NULL},
        {"2024-01-02 10:00:00 UTC", NULL, NULL},
        {"2023-02-29", NULL, NULL},
        {"2024-13-01", NULL, NULL},
        {"2024-00-01", NULL, NULL},
        {"2024-01-00", NULL, NULL},
        {"2024-01-02T24:00:00", NULL, NULL},
        {"2024-01-02T10:00:00+25:00", NULL, NULL},
        {"2024-01-02 ", NULL, NULL},
        {"99999999999999999999", NULL, NULL},
        {"9999999999999", NULL, NULL},
        {"-", NULL, NULL},
        {"", NULL, NULL},
        {"tomorrow", NULL, NULL},
    };
    CHECK(readings);
}

static void a_date_without_an_offset_is_in_the_sites_zone(void **state)
{
    (void)state;
    static const struct reading readings[] = {
        {"2024-01-02", AMSTERDAM, "2024-01-02T00:00:00+01:00"},
        {"2024-07-02T10:00:00", AMSTERDAM, "2024-07-02T10:00:00+02:00"},
        {"1704189600", AMSTERDAM, "2024-01-02T11:00:00+01:00"},
        {"Tue, 02 Jul 2024 10:00:00 CEST", AMSTERDAM, "2024-07-02T10:00:00+02:00"},
        {"Tue, 02 Jul 2024 10:00:00 XYZ", AMSTERDAM, "2024-07-02T10:00:00Z"},
        {"2024-07-02", "America/St_Johns", "2024-07-02T00:00:00-02:30"},
        {"2024-07-02", "Asia/Kolkata", "2024-07-02T00:00:00+05:30"},
        {"2024-01-02", "Australia/Sydney", "2024-01-02T00:00:00+11:00"}, /* summer in January */
        {"2024-07-02", "Europe/London", "2024-07-02T00:00:00+01:00"},
        {"2024-01-02", "Europe/London", "2024-01-02T00:00:00Z"},
        {"2024-01-02", "UTC", "2024-01-02T00:00:00Z"},
        {"2024-01-02", "No/Such", "2024-01-02T00:00:00Z"},
    };
    CHECK(readings);
}

static void the_hours_that_a_clock_skips_or_repeats_are_as_in_go(void **state)
{
    (void)state;
    static const struct reading readings[] = {
        {"2026-03-29 01:59:59", AMSTERDAM, "2026-03-29T01:59:59+01:00"},
        {"2026-03-29 02:30:00", AMSTERDAM, "2026-03-29T03:30:00+02:00"},
        {"2026-03-29 03:00:00", AMSTERDAM, "2026-03-29T03:00:00+02:00"},
        {"2026-10-25 01:59:59", AMSTERDAM, "2026-10-25T01:59:59+02:00"},
        {"2026-10-25 03:00:00", AMSTERDAM, "2026-10-25T03:00:00+01:00"},
    };
    CHECK(readings);
}

/* The compiled files list no transition that far away: the rule at their end counts. */
static void dates_past_the_listed_years_follow_the_rule(void **state)
{
    (void)state;
    static const struct reading readings[] = {
        {"2150-01-15", AMSTERDAM, "2150-01-15T00:00:00+01:00"},
        {"2150-07-15", AMSTERDAM, "2150-07-15T00:00:00+02:00"},
        {"2150-03-29 03:00:00", AMSTERDAM, "2150-03-29T03:00:00+02:00"}, /* the last Sunday of March */
        {"2150-10-25 03:00:00", AMSTERDAM, "2150-10-25T03:00:00+01:00"},
        {"2150-01-15", "Australia/Sydney", "2150-01-15T00:00:00+11:00"},
        {"2150-07-15", "Australia/Sydney", "2150-07-15T00:00:00+10:00"},
        {"2150-07-15", "America/New_York", "2150-07-15T00:00:00-04:00"},
    };
    CHECK(readings);
}

static void a_zone_is_known_or_not_and_its_name_never_leaves_the_database(void **state)
{
    (void)state;
    assert_true(instant_zone_known(AMSTERDAM));
    assert_true(instant_zone_known("Etc/GMT+5"));
    assert_false(instant_zone_known("No/Such"));
    assert_false(instant_zone_known(""));
    assert_false(instant_zone_known("/etc/localtime"));
    assert_false(instant_zone_known("../../../etc/localtime"));
    assert_false(instant_zone_known("Europe"));
    assert_false(instant_zone_known("tzdata.zi"));
}

static void a_date_bounds_its_day(void **state)
{
    (void)state;
    int64_t first, last;
    assert_true(instant_from_date(SPAN("2024-03-31"), false, &first));
    assert_true(instant_from_date(SPAN("2024-03-31"), true, &last));
    assert_int_equal(first, 1711843200);
    assert_int_equal(last, first + 86399);
    assert_false(instant_from_date(SPAN("2024-3-31"), false, &first));
    assert_false(instant_from_date(SPAN("2024-03-31T00:00:00"), false, &first));
}

static void the_day_is_that_of_its_own_offset(void **state)
{
    (void)state;
    struct instant instant;
    char out[INSTANT_TEXT_MAX];
    int year, month, day;
    assert_true(instant_parse(SPAN("2024-01-01T00:30:00+02:00"), NULL, &instant));
    instant_print_date(instant, out);
    assert_string_equal(out, "2024-01-01");
    instant_fields(instant, &year, &month, &day);
    assert_true(year == 2024 && month == 1 && day == 1);
    instant.offset = 0;
    instant_print_date(instant, out);
    assert_string_equal(out, "2023-12-31");
    assert_true(instant_now() > 1700000000);
}

static void every_day_of_four_centuries_comes_back(void **state)
{
    (void)state;
    for (int64_t seconds = -11676096000; seconds < 11676096000; seconds += 86400) { /* 1600 to 2339 */
        char out[INSTANT_TEXT_MAX];
        int64_t again;
        instant_print_date((struct instant){true, seconds, 0}, out);
        assert_true(instant_from_date(span_of(out), false, &again));
        assert_true(again == seconds);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_hugo_takes_is_a_date),
        cmocka_unit_test(what_hugo_refuses_is_none),
        cmocka_unit_test(a_date_without_an_offset_is_in_the_sites_zone),
        cmocka_unit_test(the_hours_that_a_clock_skips_or_repeats_are_as_in_go),
        cmocka_unit_test(dates_past_the_listed_years_follow_the_rule),
        cmocka_unit_test(a_zone_is_known_or_not_and_its_name_never_leaves_the_database),
        cmocka_unit_test(a_date_bounds_its_day),
        cmocka_unit_test(the_day_is_that_of_its_own_offset),
        cmocka_unit_test(every_day_of_four_centuries_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
