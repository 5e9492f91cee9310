require "fileutils"
require "rubygems/package"

# What a machine is set up from, in one file: Vagrant takes a second for each file that it copies.
class Upload
  def initialize
    @files = {}
  end

  # A folder's files; none of what lies in the folders that are left out.
  def folder(source, into, without: [])
    Dir.glob("**/*", base: source).each do |name|
      path = File.join(source, name)
      file(path, File.join(into, name)) if File.file?(path) && !without.include?(name.split("/").first)
    end
  end

  def file(source, name)
    @files[name] = source
  end

  # Only its owner may read it, here and on the machine: the lab's key is in it. Another Vagrant may be reading the last one.
  def write(path)
    FileUtils.mkdir_p(File.dirname(path))
    unfinished = "#{path}.#{Process.pid}"
    File.open(unfinished, "wb", 0o600) { |io| pack(io) }
    File.rename(unfinished, path)
  end

  private

  def pack(io)
    Gem::Package::TarWriter.new(io) do |tar|
      @files.sort.each do |name, source|
        content = File.binread(source)
        tar.add_file_simple(name, 0o600, content.bytesize) { |entry| entry.write(content) }
      end
    end
  end
end
