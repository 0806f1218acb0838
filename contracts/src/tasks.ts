export interface TaskRequest {
  title: string;
  assigneeId: string;
}

export interface Task {
  id: string;
  title: string;
  creatorId: string;
  creatorName: string;
  assigneeId: string;
  assigneeName: string;
  createdAt: string;
}

export interface CommentRequest {
  taskId: string;
  text: string;
}

export interface TaskComment {
  id: string;
  taskId: string;
  authorId: string;
  authorName: string;
  text: string;
  createdAt: string;
}
