variable "region" { default = "eu-west-1" }
provider "aws" { region = var.region }

resource "aws_sns_topic" "page" { name = "page" }
resource "aws_sns_topic" "ticket" { name = "ticket" }
resource "aws_sns_topic_subscription" "page" {
  topic_arn = aws_sns_topic.page.arn
  protocol  = "email"
  endpoint  = "oncall@example.com"
}
resource "aws_sns_topic_subscription" "ticket" {
  topic_arn = aws_sns_topic.ticket.arn
  protocol  = "email"
  endpoint  = "tickets@example.com"
}
resource "aws_sqs_queue" "jobs" { name = "jobs" }
resource "aws_sqs_queue" "drawn" { name_prefix = "spare-" }
resource "aws_lb" "web" { name = "web" }
module "depth" {
  source   = "./alarms"
  for_each = { jobs = 100, "mail/out" = 50 }
  queue    = each.key == "jobs" ? aws_sqs_queue.jobs.name : "mail-out"
  name     = "depth-${each.key}"
  depth    = each.value
  actions  = [aws_sns_topic.page.arn]
}
resource "aws_cloudwatch_log_group" "app" { name = "/app" }
resource "aws_cloudwatch_log_metric_filter" "errors" {
  name           = "errors"
  pattern        = "{ $.level = \"ERROR\" }"
  log_group_name = aws_cloudwatch_log_group.app.name
  metric_transformation {
    name      = "errors"
    namespace = "App"
    value     = "1"
  }
}
resource "aws_cloudwatch_metric_alarm" "errors" {
  count               = 1
  alarm_name          = "errors"
  namespace           = "App"
  metric_name         = "errors"
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.page.arn, aws_sns_topic.ticket.arn]
}
resource "aws_cloudwatch_metric_alarm" "share" {
  alarm_name          = "share"
  evaluation_periods  = 2
  threshold           = 5
  comparison_operator = "GreaterThanThreshold"
  metric_query {
    id          = "share"
    expression  = "100 * bad / all"
    return_data = true
  }
  metric_query {
    id = "bad"
    metric {
      namespace   = "AWS/ApplicationELB"
      metric_name = "HTTPCode_ELB_5XX_Count"
      dimensions  = { LoadBalancer = aws_lb.web.arn_suffix }
      period      = 60
      stat        = "Sum"
    }
  }
  metric_query {
    id = "all"
    metric {
      namespace   = "AWS/ApplicationELB"
      metric_name = "RequestCount"
      dimensions  = { LoadBalancer = aws_lb.web.arn_suffix }
      period      = 60
      stat        = "Sum"
    }
  }
  alarm_actions = [aws_sns_topic.ticket.arn]
}
resource "aws_cloudwatch_metric_alarm" "spare" {
  alarm_name          = "spare"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.drawn.name }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 3
  threshold           = 10
  comparison_operator = "GreaterThanThreshold"
  alarm_actions       = [aws_sns_topic.page.arn]
}
resource "aws_cloudwatch_composite_alarm" "both" {
  alarm_name    = "both"
  alarm_rule    = "ALARM(\"depth-jobs\") AND ALARM(errors)"
  alarm_actions = [aws_sns_topic.page.arn]
}
resource "aws_cloudwatch_alarm_mute_rule" "night" {
  name = "night"
  rule {
    schedule {
      expression = "cron(0 2 * * *)"
      duration   = "PT4H"
      timezone   = "Asia/Tokyo"
    }
  }
  mute_targets { alarm_names = ["errors"] }
}
