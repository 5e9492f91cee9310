# shellcheck shell=bash disable=SC2154 # build.sh sets the other variables
# Whether the box that Vagrant has is of what this checkout needs.

# shellcheck disable=SC2016 # the words of the inner shell
find_vagrant_home() { printf '%s' "${VAGRANT_HOME:-$(as_owner sh -c 'printf %s "$HOME"')/.vagrant.d}"; }

# The packages and modules that a box of this checkout has.
content_sum() {
  { [ -n "$is_bare" ] || { list_packages && cat "$project/package-lock.json"; }; } | sha256sum | cut -d ' ' -f 1
}

fact() { sed -n "s/.*\"$2\": \"\([^\"]*\)\".*/\1/p" "$1"; }

# A quarter of a year is what the archives take to mend much of what the packages have.
check() {
  local metadata made
  metadata=$(find "$vagrant_home/boxes/$box" -path "*/$provider/metadata.json" 2>/dev/null | head -n 1)
  [ -n "$metadata" ] || fail "Vagrant has no box $box for $provider" "$again"
  made=$(fact "$metadata" made)
  [ -n "$made" ] || fail "The box $box does not say what it was made of" "$again"
  [ "$(fact "$metadata" content)" = "$(content_sum)" ] ||
    fail "The box of $made is out of date: this checkout needs other packages" "$again"
  [ "$(date -d "$made + 90 days" +%s)" -gt "$(date +%s)" ] ||
    fail "The box of $made is out of date: its packages are older than 90 days" "$again"
  say "The box of $made is up to date."
}
