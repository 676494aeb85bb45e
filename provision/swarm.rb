# What the Vagrantfile does between machines: a client joins the server's swarm. The token goes from
# machine to machine through this process's memory, into the client's standard input: it is in no
# file, no argument list and no output, and it is changed once it was used.
module Swarm
  HERE = __dir__
  WITHIN = 900 # seconds; Docker may have to be installed first
  ONE_AT_A_TIME = Mutex.new

  # What went wrong, and what to do. Vagrant's own error shows no text but those of its translations.
  class Failure < Vagrant::Errors::VagrantError
    attr_reader :error_message

    def initialize(text)
      @error_message = "rollcall: #{text}"
      super()
    end
  end

  module_function

  # Is a box of this name added to Vagrant?
  def box?(name)
    home = ENV.fetch('VAGRANT_HOME') { File.expand_path('~/.vagrant.d') }
    File.directory?(File.join(home, 'boxes', name))
  end

  # Leaves +client+ a ready node of the server's swarm, whatever state either was in before. Providers
  # that can bring the machines up side by side do: then the swarm may be still to come.
  def join(env, client, server_ip, client_ip)
    # Not the object that Vagrant provisions the server with: its SSH session is one thread's own.
    server = ONE_AT_A_TIME.synchronize { env.machine(:server, client.provider_name, true) }
    await_swarm(server, client, server_ip)
    # One at a time: the token that one machine has used is no longer any good.
    ONE_AT_A_TIME.synchronize { enter(server, client, server_ip, client_ip) }
    script(client, 'client-image.sh')
    script(server, 'wait.sh', server_ip)
  end

  # Until the server listens for nodes. Asked from the client: while Vagrant is still replacing the
  # server's SSH key, no other should log in there.
  def await_swarm(server, client, server_ip)
    deadline = Time.now + WITHIN
    until client.communicate.test("timeout 5 bash -c '</dev/tcp/#{server_ip}/2377'")
      if server.state.id != :running || Time.now > deadline
        raise Failure, 'the machine "server" manages no swarm, and a client cannot join it. ' \
                       'Start it first: vagrant up server; if it is up: vagrant provision server'
      end
      said ||= client.ui.info('swarm: waiting for the one that server makes') || true
      sleep 2
    end
  end

  def enter(server, client, server_ip, client_ip)
    known = output(server, 'docker node ls --quiet').split.join(' ')
    script(client, 'swarm-leave.sh', known)
    return if output(client, "docker info --format '{{.Swarm.LocalNodeState}}'").strip == 'active'

    script(server, 'swarm-forget.sh', client.config.vm.hostname)
    token = output(server, 'docker swarm join-token --quiet worker').strip
    script(client, 'swarm-join.sh', "#{server_ip} #{client_ip}", token)
    run(server, 'docker swarm join-token --rotate --quiet worker >/dev/null')
  end

  # Runs one of the scripts beside this file in the machine, as root.
  def script(machine, name, arguments = '', input = '')
    target = "/tmp/rollcall-#{name}"
    machine.communicate.upload(File.join(HERE, name), target)
    run(machine, "bash #{target} #{arguments} <<'INPUT'\n#{input}\nINPUT")
  end

  def run(machine, command)
    machine.communicate.sudo(command) do |_, text|
      text.each_line { |line| machine.ui.info(line.chomp) unless line.strip.empty? }
    end
  end

  def output(machine, command)
    text = +''
    machine.communicate.sudo(command) { |type, part| text << part if type == :stdout }
    text
  end
end
