require "fileutils"
require "vagrant/util/keypair"

# The keys of one lab: the tools come from the web machine to the others with `id`, and Vagrant to all machines with `owner`.
# A key for each machine, as Vagrant makes them, takes it three seconds a machine.
class Keys
  attr_reader :folder

  def initialize(dotfile_path)
    @machines = File.join(dotfile_path, "machines")
    @folder = File.join(dotfile_path, "mysql-group-lab")
    %w[id owner].each { |name| make(name) }
  end

  def path(name)
    File.join(folder, name)
  end

  def public_key(name)
    File.read("#{path(name)}.pub").strip
  end

  # With what Vagrant may come in: a new machine knows only the keys that are in every box, and set-up.sh takes those away.
  def for_vagrant(host_name)
    own = Dir.glob(File.join(@machines, host_name, "*/private_key"))
    boxes = Dir.glob(Vagrant.user_data_path.join("insecure_private_key{,s/*}")).select { |file| File.file?(file) }
    [path("owner"), *own, *boxes.reject { |file| file.end_with?(".pub") }]
  end

  # The second words of the public keys that are in every box.
  def known_to_all
    Dir.glob(Vagrant.source_root.join("keys/*.pub")).flat_map { |file| File.readlines(file).map { |line| line.split[1] } }.compact
  end

  private

  def make(name)
    return if File.exist?(path(name))

    FileUtils.mkdir_p(folder)
    _, private_key, public_key = Vagrant::Util::Keypair.create
    File.write("#{path(name)}.pub", "#{public_key.split[0..1].join(" ")} mysql-group-lab\n")
    File.write(path(name), private_key, perm: 0o600)
  end
end
