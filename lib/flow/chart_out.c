#include <crm/chart_out.h>
#include <crm/chart.h>
#include <crm/diag.h>
#include <crm/num.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int terminal_width(void)
{
	const char *columns = getenv("COLUMNS");
	int64_t width;

	return columns && crm_num_int(columns, &width) == 0 && width > 20 && width < 1000 ? (int)width : 80;
}

int crm_chart_terminal(const struct crm_grid *g)
{
	struct crm_buf text = CRM_BUF_INIT;
	int drawn = isatty(STDOUT_FILENO) && crm_chart_text(g, terminal_width(), &text) == 0;

	if (drawn)
		fwrite(text.s, 1, text.n, stdout);
	crm_buf_release(&text);
	return drawn;
}

/* gnuplot with the pipe as its input and the file as its output; does not return */
static void become_gnuplot(int in, int out)
{
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	execlp("gnuplot", "gnuplot", "-", (char *)NULL);
	_exit(127);
}

/* all of it, or as much as the other side takes */
static void write_all(const struct crm_buf *script, int to)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	size_t done = 0;

	sigaction(SIGPIPE, &ignore, &before);
	while (done < script->n) {
		ssize_t n = write(to, script->s + done, script->n - done);

		if (n < 0 && errno != EINTR)
			break;
		done += n > 0 ? (size_t)n : 0;
	}
	sigaction(SIGPIPE, &before, NULL);
}

/* the child's exit status, or -1 */
static int feed(const struct crm_buf *script, int out)
{
	int end[2], status = 0;
	pid_t child;

	if (pipe(end) != 0 || (child = fork()) < 0)
		return -1;
	if (child == 0) {
		close(end[1]);
		become_gnuplot(end[0], out);
	}
	close(end[0]);
	write_all(script, end[1]);
	close(end[1]);
	if (waitpid(child, &status, 0) < 0 || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

int crm_chart_svg(const struct crm_grid *g, const char *file)
{
	struct crm_buf script = CRM_BUF_INIT;
	int status = -1, out;

	if (crm_chart_gnuplot(g, &script) != 0) {
		crm_error("--svg: this report has nothing to draw");
		crm_buf_release(&script);
		return -1;
	}
	out = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (out < 0) {
		crm_error("%s: %s", crm_quoted(file), strerror(errno));
	} else if ((status = feed(&script, out)) != 0) {
		crm_error(status == 127 ? "--svg needs gnuplot, which is not installed" : "--svg: gnuplot failed");
		unlink(file);
	}
	if (out >= 0 && close(out) != 0)
		status = -1;
	crm_buf_release(&script);
	return status ? -1 : 0;
}
