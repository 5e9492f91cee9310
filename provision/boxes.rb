require "net/http"

# Which box the machines are made of: the one that a person names, or else the lab's own where Vagrant has it, or else the
# public one of lab.json.
class Boxes
  OWN = "mysql-group-lab".freeze

  def initialize(lab, env = ENV)
    listed = lab["box"]
    @named = { name: env["LAB_BOX"], version: env["LAB_BOX_VERSION"], url: env["LAB_BOX_URL"] }.compact
    @public = { name: listed["name"], version: listed["version"], url: listed["url"] }.reject { |_, value| value.empty? }
  end

  # Of containers there is no public box.
  def choose(provider)
    return @public.merge(@named) if @named[:name] || (@named[:url] && provider != "lxc")
    return { name: OWN } if provider == "lxc" || Boxes.there?(OWN, provider)

    @public
  end

  def apply(config, provider)
    box = choose(provider)
    config.vm.box = box[:name]
    config.vm.box_version = box[:version]
    config.vm.box_url = box[:url] if box[:url]
  end

  # Vagrant 2.4 keeps the boxes of a processor in a folder of their own.
  def self.there?(name, provider)
    folder = Vagrant.user_data_path.join("boxes", name.gsub("/", "-VAGRANTSLASH-"))
    folder.glob("{*,*/*}/#{provider}").any?
  end

  # Why the catalogue does not give a box, or nil where it does.
  def self.why_not(name)
    uri = URI("#{Vagrant.server_url}/#{name}")
    answer = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == "https", open_timeout: 5, read_timeout: 10) do |http|
      http.get(uri.path, "Accept" => "application/json")
    end
    answer.is_a?(Net::HTTPClientError) ? "#{uri.host} says #{answer.code}" : nil
  rescue StandardError => error
    "#{uri.host} does not answer: #{error.message[/\A[^(\n]*/].strip}"
  end
end
