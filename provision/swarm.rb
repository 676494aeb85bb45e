# What the Vagrantfile does between machines: a client joins the server's swarm. The token goes from
# machine to machine through this process's memory, into the client's standard input: it is in no
# file, no argument list and no output, and it is changed once it was used.
module Swarm
  HERE = __dir__

  module_function

  # Is a box of this name added to Vagrant?
  def box?(name)
    home = ENV.fetch('VAGRANT_HOME') { File.expand_path('~/.vagrant.d') }
    File.directory?(File.join(home, 'boxes', name))
  end

  # Leaves +client+ a ready node of +server+'s swarm, whatever state either was in before.
  def join(server, client, server_ip, client_ip)
    unless server.communicate.ready?
      raise Vagrant::Errors::VagrantError, 'rollcall: the machine "server" is not running, and a ' \
        'client cannot join its swarm. Start it first: vagrant up server'
    end

    known = output(server, 'docker node ls --quiet').split.join(' ')
    script(client, 'swarm-leave.sh', known)
    unless output(client, "docker info --format '{{.Swarm.LocalNodeState}}'").strip == 'active'
      script(server, 'swarm-forget.sh', client.config.vm.hostname)
      token = output(server, 'docker swarm join-token --quiet worker').strip
      script(client, 'swarm-join.sh', "#{server_ip} #{client_ip}", token)
      run(server, 'docker swarm join-token --rotate --quiet worker >/dev/null')
    end
    script(client, 'client-image.sh')
    script(server, 'wait.sh', server_ip)
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
