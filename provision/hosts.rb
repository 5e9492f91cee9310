require "json"

# The hosts of lab.json, with those of the profiles that are on, and what the machine.conf of each one's role says.
class Hosts
  PROJECT = File.expand_path("..", __dir__)

  attr_reader :file, :lab

  def initialize(env = ENV)
    @env = env
    @file = env.fetch("LAB_FILE", File.join(PROJECT, "lab.json"))
    @lab = JSON.parse(File.read(@file))
  end

  # Those of every lab, then those of the profiles that are on, each with the memory that was asked for.
  def all
    chosen = lab["hosts"] + profiles.flat_map { |name| lab["profiles"][name] }
    chosen.reject { |host| words(role_folder(host), "none").any? }.map { |host| host.merge("memoryMb" => memory(host)) }
  end

  # A machine for each address, named after the first host that has it, with the memory of all that have it.
  def machines
    all.group_by { |host| host["lastOctet"] }.values.map do |hosts|
      hosts.first.merge("memoryMb" => hosts.sum { |host| host["memoryMb"] })
    end
  end

  # A profile is on where LAB_WITH names it, and for as long as one of its machines exists.
  def profiles
    known = lab.fetch("profiles", {})
    asked = @env.fetch("LAB_WITH", "").split(",").map(&:strip).reject(&:empty?)
    unknown = asked.find { |name| !known.key?(name) }
    abort "lab.json has no profile \"#{unknown}\"\n  Next: name one of: #{known.keys.join(", ")}" if unknown

    known.keys.select { |name| asked.include?(name) || known[name].any? { |host| exists?(host["name"]) } }
  end

  # Every host that lab.json lists, for firewalls: a machine that is added later needs no change of the others.
  def summary
    listed = lab["hosts"] + lab.fetch("profiles", {}).values.flatten
    listed.map { |host| "#{host["name"]}=#{host["lastOctet"]}=#{role_name(host)}" }.join(" ")
  end

  def role_name(host)
    File.basename(host["role"])
  end

  # What the services of a machine may take of it, for its set-up; nothing where it is not asked for.
  def limits(machine)
    return {} unless @env["LAB_LIMITS"] == "on"

    limited = on(machine).select { |host| host["limits"] }
    words = limited.map { |host| [role_name(host), *host["limits"].values_at("cpus", "memoryMb")].join("=") }
    words.empty? ? {} : { "LAB_LIMITS" => words.join(" ") }
  end

  # Its machine holds the lab's tools: the first web host's.
  def tools?(host)
    all.find { |each| each["role"] == "web" }["name"] == host["name"]
  end

  # What clients of the API ask: HAProxy where it has several web hosts.
  def front
    webs = all.select { |host| host["role"] == "web" }
    webs.length > 1 ? all.find { |host| host["role"] == "haproxy" } : webs.first
  end

  # Hosts that can be processes only: their roles do not say what a machine would need.
  def without_machine
    all.reject { |host| File.exist?(File.join(role_folder(host), "machine.conf")) }
  end

  # The folders that a machine needs: those of its hosts' roles, and of the roles that run beside it.
  def role_folders(machine)
    names = [role_name(machine), *("tools" if tools?(machine))]
    beside = Dir.glob(File.join(PROJECT, "roles/*")).select { |folder| (words(folder, "beside").flatten & names).any? }
    [*on(machine).map { |host| role_folder(host) }, *beside, *everywhere].uniq
  end

  # It runs programs of the project.
  def project?(machine)
    role_folders(machine).any? { |folder| words(folder, "program").any? }
  end

  # Ports of the machine that answer on this one, such as { 80 => 8080 }; the second host of a role has the next ones.
  def forwarded(machine)
    listed = role_folders(machine).flat_map { |folder| words(folder, "forward") }
    alike = machines.select { |each| each["role"] == machine["role"] }.map { |each| each["name"] }
    shift = @env.fetch("LAB_PORT_SHIFT", "0").to_i + alike.index(machine["name"])
    listed.to_h { |guest, here| [guest.to_i, here.to_i + shift] }
  end

  private

  # The folders of roles that run on every machine, where their profile is on.
  def everywhere
    all.map { |host| role_folder(host) }.select { |folder| words(folder, "beside").include?(["machines"]) }
  end

  # The hosts of a machine.
  def on(machine)
    all.select { |host| host["lastOctet"] == machine["lastOctet"] }
  end

  def role_folder(host)
    role = host["role"]
    role.start_with?(".") ? File.join(PROJECT, role) : File.join(PROJECT, "roles", role)
  end

  # What follows a word on each of its lines in machine.conf.
  def words(folder, word)
    path = File.join(folder, "machine.conf")
    return [] unless File.exist?(path)

    File.readlines(path).map(&:split).select { |first, *| first == word }.map { |_, *rest| rest }
  end

  def memory(host)
    @env.fetch("LAB_MEMORY_#{role_name(host).upcase.tr("-", "_")}", host["memoryMb"]).to_i
  end

  def exists?(name)
    folder = @env.fetch("VAGRANT_DOTFILE_PATH", File.join(PROJECT, ".vagrant"))
    Dir.glob(File.join(folder, "machines", name, "*", "id")).any?
  end
end
