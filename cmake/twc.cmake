# The few words that the rooms' CMakeLists.txt are written in.
#
#   twc_room(NAME SOURCES … [USES ROOM…] [PACKAGES pkg-config-name…])   a static library twc-NAME
#   twc_program(NAME SOURCES … USES ROOM…)                              an installed program
#   twc_test(NAME SOURCES … USES ROOM… [ARGUMENTS …])                   a cmocka test program, known to ctest as NAME

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
include(CheckCCompilerFlag)

option(TWC_WERROR "warnings are errors" OFF)
set(TWC_SANITIZE "" CACHE STRING "address,undefined | thread | empty")
option(TWC_COVERAGE "count lines and branches" OFF)
option(TWC_FUZZ "build the libFuzzer targets (clang)" OFF)

add_library(twc-flags INTERFACE)
target_include_directories(twc-flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(twc-flags INTERFACE -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion
  -Wvla -Wformat=2 -fno-common
  $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes -Wmissing-prototypes>)
target_compile_definitions(twc-flags INTERFACE _GNU_SOURCE TWC_VERSION="${PROJECT_VERSION}")
if(TWC_WERROR)
  target_compile_options(twc-flags INTERFACE -Werror)
endif()
if(TWC_SANITIZE)
  target_compile_options(twc-flags INTERFACE -fsanitize=${TWC_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(twc-flags INTERFACE -fsanitize=${TWC_SANITIZE})
elseif(CMAKE_BUILD_TYPE MATCHES "Rel")
  target_compile_options(twc-flags INTERFACE -fstack-protector-strong -fstack-clash-protection
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
  # Where the machine has it: calls and jumps land only where one may, and returns where they came from.
  check_c_compiler_flag(-fcf-protection=full TWC_HAS_CF_PROTECTION)
  if(TWC_HAS_CF_PROTECTION)
    target_compile_options(twc-flags INTERFACE -fcf-protection=full)
  endif()
  # The same bytes from whatever folder; of two that fit the last one counts.
  target_compile_options(twc-flags INTERFACE -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.
    -ffile-prefix-map=${PROJECT_BINARY_DIR}=.)
endif()
target_link_options(twc-flags INTERFACE -Wl,-z,relro,-z,now)
if(TWC_COVERAGE)
  target_compile_options(twc-flags INTERFACE --coverage -O0)
  target_link_options(twc-flags INTERFACE --coverage)
endif()
if(TWC_FUZZ)
  # Comparisons are not traced: it halves the speed, and the dictionaries know the words.
  target_compile_options(twc-flags INTERFACE -fsanitize=fuzzer-no-link -fno-sanitize-coverage=trace-cmp)
endif()
include(CheckPIESupported)
check_pie_supported()

function(twc_packages target visibility)
  foreach(package IN LISTS ARGN)
    string(MAKE_C_IDENTIFIER PKG_${package} id)
    if(NOT TARGET PkgConfig::${id})
      pkg_check_modules(${id} REQUIRED IMPORTED_TARGET GLOBAL ${package})
    endif()
    target_link_libraries(${target} ${visibility} PkgConfig::${id})
  endforeach()
endfunction()

function(twc_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;USES;PACKAGES" ${ARGN})
  add_library(twc-${name} STATIC ${ROOM_SOURCES})
  target_link_libraries(twc-${name} PUBLIC twc-flags)
  foreach(room IN LISTS ROOM_USES)
    target_link_libraries(twc-${name} PUBLIC twc-${room})
  endforeach()
  twc_packages(twc-${name} PUBLIC ${ROOM_PACKAGES})
endfunction()

function(twc_program name)
  cmake_parse_arguments(PROGRAM "" "" "SOURCES;USES;PACKAGES" ${ARGN})
  add_executable(${name} ${PROGRAM_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
  target_link_libraries(${name} PRIVATE twc-flags)
  foreach(room IN LISTS PROGRAM_USES)
    target_link_libraries(${name} PRIVATE twc-${room})
  endforeach()
  twc_packages(${name} PRIVATE ${PROGRAM_PACKAGES})
  install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()

function(twc_test name)
  if(NOT BUILD_TESTING)
    return()
  endif()
  cmake_parse_arguments(TEST "" "" "SOURCES;USES;PACKAGES;ARGUMENTS" ${ARGN})
  add_executable(test-${name} ${TEST_SOURCES})
  target_link_libraries(test-${name} PRIVATE twc-flags)
  foreach(room IN LISTS TEST_USES)
    target_link_libraries(test-${name} PRIVATE twc-${room})
  endforeach()
  twc_packages(test-${name} PRIVATE cmocka ${TEST_PACKAGES})
  target_compile_definitions(test-${name} PRIVATE TWC_SOURCE_DIR="${PROJECT_SOURCE_DIR}" TWC_BINARY_DIR="${PROJECT_BINARY_DIR}")
  add_test(NAME ${name} COMMAND test-${name} ${TEST_ARGUMENTS})
  set_tests_properties(${name} PROPERTIES TIMEOUT 300 ENVIRONMENT "LC_ALL=C.UTF-8;TZ=UTC")
endfunction()
