require_relative "libvirt_provider"

# Looks at the machine before anything boots, and says the one command that mends what is wrong.
module Preflight
  MINIMUM_VAGRANT = "2.3.4".freeze
  STARTING = %w[up reload resume].freeze
  HOST_ONLY_CONF = "/etc/vbox/networks.conf".freeze

  module_function

  def run(hosts, prefix, boxes, without_machine: [])
    return unless starting?

    check_roles(without_machine)

    provider = chosen_provider
    check_vagrant
    check_memory(hosts) unless provider == "lxc"
    check_virtualbox(prefix) if provider == "virtualbox"
    check_lxc if provider == "lxc"
    check_libvirt(prefix) if provider == "libvirt"
    check_box(boxes.choose(provider), provider) if provider
    let_lxc_speak if provider == "lxc"
  end

  def starting?
    STARTING.include?(ARGV.find { |word| !word.start_with?("-") })
  end

  # Machines start, or are set up anew.
  def working?
    starting? || ARGV.include?("provision")
  end

  # The provider that was asked for, or the one that Vagrant would take; machines that exist keep theirs.
  def chosen_provider
    asked = ARGV.join(" ")[/--provider[= ]([a-z_]+)/, 1] || ENV["VAGRANT_DEFAULT_PROVIDER"]
    kept = machine_ids.map { |path| path.split("/")[-2] }.first
    asked || kept || (program?("VBoxManage") ? "virtualbox" : nil) || (program?("lxc-start") ? "lxc" : nil)
  end

  def machine_ids
    Dir.glob(File.join(ENV.fetch("VAGRANT_DOTFILE_PATH", File.join(__dir__, "../.vagrant")), "machines/*/*/id"))
  end

  def fail_with(problem, remedy)
    abort "#{problem}\n  Next: #{remedy}"
  end

  def check_vagrant
    return if Gem::Version.new(Vagrant::VERSION) >= Gem::Version.new(MINIMUM_VAGRANT)

    fail_with("Vagrant #{Vagrant::VERSION} is too old; this needs #{MINIMUM_VAGRANT}", "install a current Vagrant")
  end

  def check_roles(hosts)
    return if hosts.empty?

    fail_with("#{hosts.map { |host| host["name"] }.join(", ")} cannot be machines: their roles have no machine.conf",
              "leave that profile out of LAB_WITH, or run it with processes: npm start -- --with PROFILE")
  end

  def check_memory(hosts)
    return unless File.readable?("/proc/meminfo") && ENV["LAB_SKIP_MEMORY_CHECK"].nil?

    free = File.read("/proc/meminfo")[/MemAvailable:\s+(\d+)/, 1].to_i / 1024
    wanted = hosts.sum { |host| host["memoryMb"] }
    return if free >= wanted || machine_ids.any?

    fail_with("The machines want #{wanted} MB of memory, and #{free} MB are free",
              "close programs, or set LAB_MEMORY_MYSQL=1024 (MB), or LAB_SKIP_MEMORY_CHECK=1")
  end

  def check_virtualbox(prefix)
    version = `VBoxManage --version 2>/dev/null`[/^\d+\.\d+\.\d+/]
    fail_with("VirtualBox does not answer (VBoxManage --version)", "reinstall VirtualBox, then restart the computer") if version.nil?
    if Gem::Version.new(version) >= Gem::Version.new("7.2") && Gem::Version.new(Vagrant::VERSION) < Gem::Version.new("2.4.9")
      fail_with("Vagrant #{Vagrant::VERSION} does not know VirtualBox #{version}", "install Vagrant 2.4.9 or later")
    end
    return if RUBY_PLATFORM =~ /mingw|mswin/ || Gem::Version.new(version) < Gem::Version.new("6.1.28")

    check_host_only_range(prefix)
  end

  # VirtualBox allows 192.168.56.0/21 alone unless this file says otherwise.
  def check_host_only_range(prefix)
    return if prefix =~ /\A192\.168\.(5[6-9]|6[0-3])\z/
    allowed = File.readable?(HOST_ONLY_CONF) ? File.read(HOST_ONLY_CONF) : ""
    return if allowed.include?("#{prefix}.0/24") || allowed =~ %r{^\*\s.*\b0\.0\.0\.0/0}

    fail_with("VirtualBox allows no network #{prefix}.0/24 (#{HOST_ONLY_CONF})",
              "sudo mkdir -p /etc/vbox && echo '* 192.168.56.0/21 #{prefix}.0/24' | sudo tee #{HOST_ONLY_CONF}" \
              "   (or: LAB_PREFIX=192.168.56 vagrant up)")
  end

  def check_lxc
    missing = %w[lxcbr0 labbr0].reject { |bridge| File.exist?("/sys/class/net/#{bridge}") }
    unless missing.empty?
      fail_with("This machine is not set up for containers: there is no bridge #{missing.join(" and no ")}",
                "sudo provision/lxc/host.sh up")
    end
    return if runs?("/run/lxc/dnsmasq.pid")

    fail_with("Containers would get no address: the dnsmasq of lxcbr0 does not run", "sudo provision/lxc/host.sh up")
  end

  def check_libvirt(prefix)
    obstacle = LibvirtProvider.obstacle(prefix)
    fail_with(*obstacle) if obstacle
  end

  # Machines that exist need no box; the public catalogue may be gone.
  def check_box(box, provider)
    return if box[:url] || Boxes.there?(box[:name], provider) || machine_ids.any?

    reason = box[:name].start_with?(Boxes::OWN) ? "" : Boxes.why_not(box[:name])
    return if reason.nil?

    fail_with("Vagrant has no box #{box[:name]} for #{provider}#{", and #{reason}" unless reason.empty?}",
              box_command(box[:name], provider))
  end

  def box_command(name, provider)
    return "sudo ./lab box --provider lxc#{" --bare" if name.end_with?("-bare")}" if provider == "lxc"
    return "./lab box --provider #{provider}" if %w[virtualbox libvirt].include?(provider)

    "LAB_BOX=NAME LAB_BOX_URL=file:///path/of.box vagrant up --provider=#{provider}"
  end

  def runs?(pid_file)
    pid = File.exist?(pid_file) ? File.read(pid_file).to_i : 0
    pid.positive? && File.exist?("/proc/#{pid}")
  end

  # vagrant-lxc 1.4.3 hands texts their values as a hash, which Ruby 3 takes for a second argument.
  def let_lxc_speak
    I18n.singleton_class.prepend(Module.new do
      def t(key = nil, *values, **options)
        super(key, **values.reduce(options, :merge))
      end
    end)
  end

  def program?(name)
    ENV.fetch("PATH", "").split(File::PATH_SEPARATOR).any? { |dir| File.executable?(File.join(dir, name)) }
  end
end
