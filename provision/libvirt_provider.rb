require "socket"
require "tempfile"
require "timeout"

# What runs the machines of the libvirt provider: KVM where it works, or else qemu's own emulation of a processor.
# LAB_LIBVIRT_DRIVER (kvm or qemu) and LAB_LIBVIRT_CPU (a mode of libvirt's or a model of qemu's) choose otherwise.
class LibvirtProvider
  KVM = "/dev/kvm".freeze
  SOCKET = "/var/run/libvirt/libvirt-sock".freeze
  CPU_MODES = %w[host-passthrough host-model maximum].freeze
  # What MySQL and Node are built for and little more: `maximum` takes a sixth more time to boot. One of AMD's: to a model of Intel's
  # that is as old the kernel gives each program page tables of their own, and an emulator forgets all it knew at each call.
  EMULATED_CPU = "Opteron_G2".freeze
  EMULATED_FEATURES = %w[ssse3 sse4.1 sse4.2 popcnt aes pclmuldq].freeze
  # A disk's first sector: writes a K to the serial port, and halts.
  PROBE = "\xBA\xF8\x03\xB0K\xEE\xFA\xF4".b.ljust(510, "\0") + "\x55\xAA".b

  # Only a command that starts machines looks at KVM.
  def initialize(is_starting:, env: ENV)
    @asked = env["LAB_LIBVIRT_DRIVER"]
    @cpu = env["LAB_LIBVIRT_CPU"]
    @why_not_kvm = is_starting && @asked.nil? ? LibvirtProvider.why_not_kvm : nil
  end

  def driver
    @asked || (@why_not_kvm ? "qemu" : "kvm")
  end

  # An emulated processor is not the host's: libvirt would take the model that is least unlike it, with what qemu lacks.
  def apply(machine)
    machine.driver = driver
    cpu = @cpu || (driver == "qemu" ? EMULATED_CPU : "host-model")
    is_mode = CPU_MODES.include?(cpu)
    machine.cpu_mode = is_mode ? cpu : "custom"
    machine.cpu_model = cpu unless is_mode
    EMULATED_FEATURES.each { |name| machine.cpu_feature(name: name, policy: "require") } if cpu == EMULATED_CPU
  end

  # What is wrong and what mends it, or nil.
  def self.obstacle(prefix)
    return ["Vagrant has no provider libvirt", "sudo apt-get install vagrant-libvirt"] unless Vagrant.has_plugin?("vagrant-libvirt")
    unless File.socket?(SOCKET)
      return ["libvirt does not answer: there is no #{SOCKET}",
              "sudo apt-get install libvirt-daemon-system qemu-system-x86 && sudo systemctl start libvirtd"]
    end
    return ["You may not use libvirt (#{SOCKET})", "sudo usermod -aG libvirt $USER, then log in again"] unless File.writable?(SOCKET)

    holder = other_holder(prefix)
    holder && ["The network #{prefix}.0/24 is in use on this machine, by #{holder}", "LAB_PREFIX=172.28.18 vagrant up --provider=libvirt"]
  end

  # The interface that has the lab's network already; libvirt calls its own virbr1, virbr2 …
  def self.other_holder(prefix)
    holder = Socket.getifaddrs.find { |each| each.addr&.ipv4? && each.addr.ip_address.start_with?("#{prefix}.") }
    holder.name unless holder.nil? || holder.name.start_with?("virbr")
  end

  # What it costs, for those whom it surprises.
  def warning
    return if @why_not_kvm.nil?

    "#{@why_not_kvm}: qemu emulates the processors, and everything takes many times as long.\n" \
      "  Next: wait; or take containers: vagrant up --provider=lxc; or insist: LAB_LIBVIRT_DRIVER=kvm vagrant up --provider=libvirt"
  end

  # KVM may be there and not work: then a machine hangs in its BIOS, or ends at once.
  def self.why_not_kvm
    return "There is no #{KVM}" unless File.exist?(KVM)
    return nil if emulator.nil? || !File.writable?(KVM)

    boots?("kvm", "host") ? nil : "#{KVM} is there, but a machine does not boot with it within two seconds"
  end

  # Whether a machine with this accelerator writes its letter in time.
  def self.boots?(accelerator, cpu, seconds: 2)
    Tempfile.create("lab-probe") do |disk|
      disk.binmode
      disk.write(PROBE)
      disk.close
      words = [emulator, "-accel", accelerator, "-cpu", cpu, "-m", "64", "-display", "none", "-nodefaults", "-serial", "stdio",
               "-drive", "file=#{disk.path},format=raw"]
      IO.popen(words, "rb", err: File::NULL) { |guest| says_letter?(guest, seconds) }
    end
  end

  def self.says_letter?(guest, seconds)
    Timeout.timeout(seconds) { guest.each_char.include?("K") }
  rescue Timeout::Error
    false
  ensure
    Process.kill("KILL", guest.pid)
  end

  def self.emulator
    name = "qemu-system-#{RUBY_PLATFORM[/\A[^-]+/]}"
    ENV.fetch("PATH", "").split(File::PATH_SEPARATOR).map { |dir| File.join(dir, name) }.find { |path| File.executable?(path) }
  end

  private_class_method :other_holder, :says_letter?
end
