# validate.rb FOLDER PROVIDER: what Vagrant's own validation says of each machine of the Vagrantfile, also where the provider's
# program is not installed: no machine is begun.
require "vagrant"
require Vagrant.source_root.join("plugins/providers/virtualbox/plugin").to_s

folder, provider = ARGV
Machine = Struct.new(:name, :config, :env, :provider_name, :provider_config, :ui, :synced_folders)
SyncedFolders = Struct.new(:types)

environment = Vagrant::Environment.new(cwd: folder)
environment.machine_names.each do |name|
  config = environment.vagrantfile.machine_config(name, provider.to_sym, nil, nil, false)[:config]
  machine = Machine.new(name, config, environment, provider.to_sym, config.vm.get_provider_config(provider.to_sym), environment.ui,
                        SyncedFolders.new([]))
  addresses = config.vm.networks.select { |type, _| type == :private_network }.map { |_, options| options[:ip] }
  puts "#{name} #{addresses.join(" ")} #{config.validate(machine).values.flatten.join("; ")}".strip
end
