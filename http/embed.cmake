# Makes C of files, so that the program carries them: cmake -DOUT=FILE "-DFILES=name=path;name=path" -P embed.cmake
set(code "#include \"http/files.h\"\n")
foreach(pair IN LISTS FILES)
  string(REGEX MATCH "^([^=]+)=(.*)$" _ "${pair}")
  set(name "${CMAKE_MATCH_1}")
  file(READ "${CMAKE_MATCH_2}" hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR len "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE "(0x[0-9a-f][0-9a-f],0x[0-9a-f][0-9a-f],0x[0-9a-f][0-9a-f],0x[0-9a-f][0-9a-f],0x[0-9a-f][0-9a-f],0x[0-9a-f][0-9a-f],0x[0-9a-f][0-9a-f],0x[0-9a-f][0-9a-f],)"
    "\\1\n" bytes "${bytes}")
  string(APPEND code "static const unsigned char ${name}_bytes[] = {\n${bytes}0};\n"
    "const struct embedded file_${name} = {${name}_bytes, ${len}};\n")
endforeach()
file(WRITE "${OUT}" "${code}")
